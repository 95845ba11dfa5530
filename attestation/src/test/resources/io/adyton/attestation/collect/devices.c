// SPDX-License-Identifier: Apache-2.0
// Plays the drivers of three devices behind open, ioctl and close. How a device behaves is told by
// the end of its name: "busy" is busy once, "wrong" answers for other data, "refusing" refuses.
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

enum { SEV = 100, TDX = 200, NSM = 300, FINE = 0, WRONG_DATA = 1, REFUSING = 2, BUSY = 3 };

static int busy;
static int opened;

int opened_devices(void) { return opened; }

static int ends(const char *text, const char *end) {
  size_t length = strlen(text), tail = strlen(end);
  return length >= tail && strcmp(text + length - tail, end) == 0;
}

int open(const char *path, int flags, ...) {
  if (flags != (2 | 0x80000)) {
    errno = EINVAL;
    return -1;
  }
  int device = strstr(path, "sev") ? SEV : strstr(path, "tdx") ? TDX : strstr(path, "nsm") ? NSM : 0;
  if (!device) {
    errno = ENOENT;
    return -1;
  }
  busy = ends(path, "busy");
  opened++;
  return device + (ends(path, "wrong") ? WRONG_DATA : ends(path, "refusing") ? REFUSING : FINE);
}

int close(int descriptor) {
  opened--;
  return 0;
}

static int sev(int manner, unsigned long request, uint8_t *argument) {
  struct {
    uint8_t version;
    uint64_t request, response, error;
  } *message = (void *)argument;
  if (request != 0xc0205302UL || message->version != 1) return ENOTTY;
  uint8_t *wish = (uint8_t *)message->request, *answer = (uint8_t *)message->response;
  if (manner == REFUSING) {
    message->error = 0x100000000ULL;
    return EIO;
  }
  uint64_t table;
  uint32_t room;
  memcpy(&table, wish + 96, 8);
  memcpy(&room, wish + 104, 4);
  if (room != 0x4000 || table % 4096) return EINVAL;
  uint8_t vcek[24] = {0x8d, 0x75, 0xda, 0x63, 0x64, 0xe6, 0x64, 0x45, 0xad, 0xc5, 0xf4, 0xb9,
                      0x3b, 0xe8, 0xac, 0xcd, 48,   0,    0,    0,    4,    0,    0,    0};
  memcpy((void *)table, vcek, 24);
  memcpy((uint8_t *)table + 48, "VCEK", 4);
  uint32_t size = 1184;
  memcpy(answer + 4, &size, 4);
  answer[32] = 2;
  memcpy(answer + 32 + 0x50, wish, 64);
  if (manner == WRONG_DATA) answer[32 + 0x50] ^= 1;
  return 0;
}

static int tdx(int manner, unsigned long request, uint8_t *argument) {
  if (request != 0xc4405401UL) return ENOTTY;
  if (manner == REFUSING) return EIO;
  argument[64] = 0x81;
  memcpy(argument + 64 + 128, argument, 64);
  if (manner == WRONG_DATA) argument[64 + 128] ^= 1;
  return 0;
}

// {"Attestation":{"user_data":h'..64..'}} in, {"Attestation":{"document":h'..64..'}} out.
static int nsm(int manner, unsigned long request, uint8_t *argument) {
  struct {
    uint64_t request, request_length, response, response_length;
  } *raw = (void *)argument;
  if (request != 0xc0200a00UL || raw->response_length != 0x3000) return ENOTTY;
  const char *wish = "\xa1\x6b" "Attestation" "\xa1\x69" "user_data" "\x58\x40";
  const char *document = "\xa1\x6b" "Attestation" "\xa1\x68" "document" "\x58\x40";
  const char *refusal = "\xa1\x65" "Error" "\x6f" "InvalidArgument";
  if (raw->request_length != strlen(wish) + 64 ||
      memcmp((void *)raw->request, wish, strlen(wish)) != 0) {
    return EINVAL;
  }
  uint8_t *answer = (uint8_t *)raw->response;
  if (manner == REFUSING) {
    raw->response_length = strlen(refusal);
    memcpy(answer, refusal, strlen(refusal));
    return 0;
  }
  memcpy(answer, document, strlen(document));
  memcpy(answer + strlen(document), (uint8_t *)raw->request + strlen(wish), 64);
  raw->response_length = strlen(document) + (manner == WRONG_DATA ? 63 : 64);
  return 0;
}

int ioctl(int descriptor, unsigned long request, ...) {
  va_list arguments;
  va_start(arguments, request);
  uint8_t *argument = va_arg(arguments, uint8_t *);
  va_end(arguments);
  if (busy) {
    busy = 0;
    errno = EBUSY;
    return -1;
  }
  int manner = descriptor % 100, device = descriptor - manner;
  int error = device == SEV   ? sev(manner, request, argument)
              : device == TDX ? tdx(manner, request, argument)
                              : nsm(manner, request, argument);
  if (error) {
    errno = error;
    return -1;
  }
  return 0;
}
