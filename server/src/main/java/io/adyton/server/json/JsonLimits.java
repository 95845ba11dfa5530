// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.json;

/**
 * How large a document may be; more is refused and not read on.
 *
 * @param bytes of the whole document
 * @param depth of nested arrays and objects
 * @param nodes values and member names
 * @param numberLength characters of one number
 */
public record JsonLimits(int bytes, int depth, int nodes, int numberLength) {
  /** The limits of a request body. */
  public static final JsonLimits REQUEST = new JsonLimits(4 << 20, 64, 1 << 17, 64);
}
