// SPDX-License-Identifier: Apache-2.0
package io.adyton.client.policy;

/** A policy with a lower serial than one that was seen before. */
public final class OlderPolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  OlderPolicyException(long seen, long found) {
    super("expected serial %d or higher, found %d".formatted(seen, found));
  }
}
