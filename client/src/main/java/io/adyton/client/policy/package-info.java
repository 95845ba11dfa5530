// SPDX-License-Identifier: Apache-2.0
/** What a client keeps of the policies it was given, so that nobody can hand it an older one. */
@NullMarked
package io.adyton.client.policy;

import org.jspecify.annotations.NullMarked;
