// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the machine for evidence of itself.
 *
 * <p>Each collector speaks to one source and is given where to find it, so that it can be tried
 * against a fake of the same files. Devices answer one question at a time: every collector
 * serialises its callers and blocks, so no event loop may call one. This package and no other of
 * the room may use {@code java.lang.foreign}, for devices that answer to {@code ioctl} alone.
 */
@NullMarked
package io.adyton.attestation.collect;

import org.jspecify.annotations.NullMarked;
