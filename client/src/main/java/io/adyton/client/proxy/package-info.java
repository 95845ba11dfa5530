// SPDX-License-Identifier: Apache-2.0
/**
 * An endpoint of this machine that any OpenAI client can use, and that sends only after verifying.
 */
@NullMarked
package io.adyton.client.proxy;

import org.jspecify.annotations.NullMarked;
