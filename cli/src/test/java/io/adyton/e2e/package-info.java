// SPDX-License-Identifier: Apache-2.0
/**
 * The product as its users meet it: started as a process with a real model, driven over sockets.
 *
 * <p>Nothing in here reaches into the server. Whatever these tests know, a user could know: the
 * lines it prints, the bytes it answers, the files it leaves and the memory it occupies.
 */
@NullMarked
package io.adyton.e2e;

import org.jspecify.annotations.NullMarked;
