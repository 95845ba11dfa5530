// SPDX-License-Identifier: Apache-2.0
// A stand-in for libnvidia-ml.so.1 with two GPUs. Compile with -DNO_SETTINGS for a driver that does
// not have the newer functions, -DRESULT=n for one whose confidential-compute calls return n,
// -DREPORT_BYTES=n for one that claims reports of n bytes, -DINIT=n for one that does not start.
#include <stdio.h>
#include <string.h>

#ifndef RESULT
#define RESULT 0
#endif
#ifndef REPORT_BYTES
#define REPORT_BYTES 100
#endif
#ifndef INIT
#define INIT 0
#endif

static int devices[2] = {10, 11};

int nvmlInit_v2(void) { return INIT; }
int nvmlShutdown(void) { return 0; }

int nvmlSystemGetDriverVersion(char *version, unsigned length) {
  snprintf(version, length, "580.95.05");
  return 0;
}

int nvmlDeviceGetCount_v2(unsigned *count) {
  *count = 2;
  return 0;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) {
  if (index > 1) return 2;
  *device = &devices[index];
  return 0;
}

static int number(void *device) { return *(int *)device - 10; }

int nvmlDeviceGetName(void *device, char *name, unsigned length) {
  snprintf(name, length, "Stub GPU %d", number(device));
  return 0;
}

int nvmlDeviceGetUUID(void *device, char *uuid, unsigned length) {
  snprintf(uuid, length, "GPU-0000000%d", number(device));
  return 0;
}

int nvmlDeviceGetMemoryInfo(void *device, unsigned long long *memory) {
  memory[0] = (1ULL << 37) + number(device);
  memory[1] = 1ULL << 36;
  memory[2] = memory[0] - memory[1];
  return 0;
}

int nvmlDeviceGetCudaComputeCapability(void *device, int *major, int *minor) {
  *major = 9;
  *minor = number(device);
  return 0;
}

#ifndef NO_SETTINGS
int nvmlSystemGetConfComputeSettings(unsigned *settings) {
  if (settings[0] != 0x1000014) return 25;
  settings[1] = 2;
  settings[2] = 1;
  settings[3] = 0;
  settings[4] = 1;
  return RESULT;
}

int nvmlSystemGetConfComputeGpusReadyState(unsigned *state) {
  *state = 1;
  return 0;
}

struct report {
  unsigned cec, size, cecSize;
  unsigned char nonce[32], bytes[0x2000], cecBytes[0x1000];
};

int nvmlDeviceGetConfComputeGpuAttestationReport(void *device, struct report *report) {
  report->cec = number(device);
  report->size = REPORT_BYTES;
  report->cecSize = 7;
  memset(report->bytes, 0xA0 + number(device), 68);
  memcpy(report->bytes + 68, report->nonce, 32);
  memset(report->cecBytes, 0xCE, sizeof report->cecBytes);
  return RESULT;
}

struct certificate {
  unsigned size, attestationSize;
  unsigned char bytes[0x1000], attestationBytes[0x1400];
};

int nvmlDeviceGetConfComputeGpuCertificate(void *device, struct certificate *certificate) {
  certificate->size = sizeof certificate->bytes;
  certificate->attestationSize = 3;
  memset(certificate->bytes, 0xC0, sizeof certificate->bytes);
  memset(certificate->attestationBytes, 0xA7, sizeof certificate->attestationBytes);
  return 0;
}
#endif

int nvmlSystemGetConfComputeState(unsigned *state) {
  state[0] = 1;
  state[1] = 1;
  state[2] = 1;
  return RESULT;
}
