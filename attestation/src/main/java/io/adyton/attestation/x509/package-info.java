// SPDX-License-Identifier: Apache-2.0
/**
 * Certificates, paths to pinned roots and revocation lists, for the verifiers of every maker.
 *
 * <p>The Java platform's own path validation says yes or no. Here each question is a check of its
 * own, so that a reader sees whether a certificate is expired, revoked, not issued by whom it names
 * or merely unknown. Rules are those of RFC 5280 as far as makers' chains use them: names, key
 * usage, basic constraints, path length, validity, revocation lists. Not used and therefore refused
 * when critical: name constraints, policies, anything unknown.
 */
@NullMarked
package io.adyton.attestation.x509;

import org.jspecify.annotations.NullMarked;
