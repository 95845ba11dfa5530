// SPDX-License-Identifier: Apache-2.0
/**
 * What a relying party asks of evidence, and the answer it gets.
 *
 * <p>An appraisal takes evidence, a time, the freshness that is expected and a policy, all from its
 * caller; it never asks a clock or a network. It answers with claims, a list of checks and a
 * verdict. Roles and words are those of RFC 9334 (RATS).
 */
@NullMarked
package io.adyton.attestation.appraisal;

import org.jspecify.annotations.NullMarked;
