// SPDX-License-Identifier: Apache-2.0
/** {@code adyton evidence}: looks at evidence that lies in files. */
@NullMarked
package io.adyton.cli.evidence;

import org.jspecify.annotations.NullMarked;
