// SPDX-License-Identifier: Apache-2.0
/**
 * Where an answer and its weights come from.
 *
 * <p>Receipts, the verifiable log they are entered in, model certificates and certified runs belong
 * here. They rest on {@code attestation} for keys and signatures, and on the GGUF reader for what
 * they say of weights. Nothing of it is built yet.
 */
@NullMarked
package io.adyton.provenance;

import org.jspecify.annotations.NullMarked;
