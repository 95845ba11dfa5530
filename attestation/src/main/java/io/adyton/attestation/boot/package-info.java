// SPDX-License-Identifier: Apache-2.0
/**
 * What this program is, hashed and extended into the TPM before anyone can talk to it.
 *
 * <p>The firmware and the kernel are measured by others; from there on a program must say by itself
 * what it runs: its jars, its native libraries, how the Java machine was started, its configuration
 * and environment, and each model. The events stand in PCR 12 of the SHA-256 bank, behind whatever
 * a boot stub put there, and in a log of the TCG's crypto agile format that replays to the quoted
 * value. What is measured only counts as far as the operating system, which the other registers
 * tell of, lets no other program extend the same: that is the verifier's to weigh.
 *
 * <p>Variables and flags that would change what runs behind the measured files are refused where
 * strictness is asked.
 */
@NullMarked
package io.adyton.attestation.boot;

import org.jspecify.annotations.NullMarked;
