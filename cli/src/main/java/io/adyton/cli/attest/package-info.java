// SPDX-License-Identifier: Apache-2.0
/** The commands with which somebody finds out whom they talk to before they send anything. */
@NullMarked
package io.adyton.cli.attest;

import org.jspecify.annotations.NullMarked;
