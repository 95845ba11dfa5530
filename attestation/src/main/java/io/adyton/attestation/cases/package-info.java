// SPDX-License-Identifier: Apache-2.0
/**
 * Lists of evidence with the verdicts they must get.
 *
 * <p>A list is a JSON file that names evidence files beside it, a time, the freshness that is
 * expected, a policy, and the outcome. It lets anybody hold the verifiers against samples of their
 * own. Nothing here knows a sample by name.
 */
@NullMarked
package io.adyton.attestation.cases;

import org.jspecify.annotations.NullMarked;
