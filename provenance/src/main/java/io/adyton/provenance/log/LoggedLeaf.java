// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

/**
 * What shows that a leaf is in a log.
 *
 * @param proof leads to the checkpoint's root
 * @param checkpoint signed by the log, and perhaps by witnesses
 */
public record LoggedLeaf(InclusionProof proof, SignedNote checkpoint) {}
