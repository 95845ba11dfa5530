// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;

/** Reads hashes of whole subtrees. */
@FunctionalInterface
interface NodeReader {
  /**
   * Returns the hash over the leaves {@code index << level} up to {@code (index + 1) << level}, all
   * of which are there.
   */
  Bytes node(int level, long index);
}
