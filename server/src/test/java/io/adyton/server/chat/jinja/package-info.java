// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.adyton.server.chat.jinja;

import org.jspecify.annotations.NullMarked;
