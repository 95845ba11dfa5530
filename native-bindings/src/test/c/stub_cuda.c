// SPDX-License-Identifier: Apache-2.0
// A stand-in for libcuda.so.1 with one GPU. Compile with -DINIT=n for a driver that does not start.
#include <stdio.h>
#include <stddef.h>

#ifndef INIT
#define INIT 0
#endif

int cuInit(unsigned flags) { return INIT; }

int cuDriverGetVersion(int *version) {
  *version = 13010;
  return 0;
}

int cuDeviceGetCount(int *count) {
  *count = 1;
  return 0;
}

int cuDeviceGet(int *device, int ordinal) {
  *device = 40 + ordinal;
  return 0;
}

int cuDeviceGetName(char *name, int length, int device) {
  snprintf(name, length, "Stub GPU %d", device);
  return 0;
}

int cuDeviceTotalMem_v2(size_t *bytes, int device) {
  *bytes = (size_t)device << 30;
  return 0;
}

int cuDeviceGetUuid_v2(unsigned char *uuid, int device) {
  for (int i = 0; i < 16; i++) uuid[i] = i;
  return 0;
}

int cuDeviceGetAttribute(int *value, int attribute, int device) {
  *value = attribute == 75 ? 9 : attribute == 76 ? 1 : -1;
  return 0;
}
