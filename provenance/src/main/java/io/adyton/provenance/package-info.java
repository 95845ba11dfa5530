// SPDX-License-Identifier: Apache-2.0
/**
 * Where an answer and its weights come from.
 *
 * <p>Receipts say what was asked, what answered and with which weights; a verifiable log keeps them
 * from being taken back; a verifier walks the links from an answer to its weights. They rest on
 * {@code attestation} for keys, signatures and evidence. Model certificates and certified runs are
 * not built yet.
 */
@NullMarked
package io.adyton.provenance;

import org.jspecify.annotations.NullMarked;
