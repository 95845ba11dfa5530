// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.attestation.internal;

/** What a counter-example of another room uses. */
public final class AttestationInternals {
  public static final String PLACE = AttestationInternals.class.getName();

  private AttestationInternals() {}
}
