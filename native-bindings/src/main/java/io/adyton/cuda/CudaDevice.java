// SPDX-License-Identifier: Apache-2.0
package io.adyton.cuda;

/**
 * A GPU as the driver describes it.
 *
 * @param index the driver's index, from 0
 * @param name the maker's name
 * @param uuid the device's own id, such as {@code GPU-8f3a…}; empty where the driver gives none
 * @param totalBytes memory in all
 * @param freeBytes memory free when asked, -1 where the driver does not say
 * @param computeMajor major number of the compute capability
 * @param computeMinor minor number of the compute capability
 */
public record CudaDevice(
    int index,
    String name,
    String uuid,
    long totalBytes,
    long freeBytes,
    int computeMajor,
    int computeMinor) {}
