// SPDX-License-Identifier: Apache-2.0
/**
 * A strict reader of GGUF model files in plain Java.
 *
 * <p>Model files come from strangers and libllama was not written for hostile ones. Every file is
 * read and bounded here before native code sees it, and each refusal names its reason.
 */
@NullMarked
package io.adyton.gguf;

import org.jspecify.annotations.NullMarked;
