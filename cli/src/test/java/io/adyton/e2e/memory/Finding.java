// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

/**
 * One copy.
 *
 * @param pattern what was found
 * @param address where in the process
 * @param region what lies there
 * @param surroundings printable characters around it
 */
record Finding(Pattern pattern, long address, String region, String surroundings) {}
