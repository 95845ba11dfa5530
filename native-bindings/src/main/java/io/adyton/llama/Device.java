// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/**
 * A device that libllama can compute on, as it was when asked.
 *
 * @param name libllama's name for it, such as {@code CPU} or {@code CUDA0}; what options name
 * @param description the maker's name
 * @param type kind of device
 * @param freeBytes memory free when asked, 0 where unknown
 * @param totalBytes memory in all, 0 where unknown
 */
public record Device(
    String name, String description, DeviceType type, long freeBytes, long totalBytes) {}
