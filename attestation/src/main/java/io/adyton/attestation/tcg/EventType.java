// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import java.util.Arrays;
import java.util.Optional;

/**
 * The event types of the PC Client Platform Firmware Profile, section 10.4.1. A log may hold
 * others; they extend like any.
 */
public enum EventType {
  EV_PREBOOT_CERT(0x0),
  EV_POST_CODE(0x1),
  EV_UNUSED(0x2),
  /** Says something and extends nothing. */
  EV_NO_ACTION(0x3),
  EV_SEPARATOR(0x4),
  EV_ACTION(0x5),
  /** Data with a number in front that says what it is: {@link TaggedEvent}. */
  EV_EVENT_TAG(0x6),
  EV_S_CRTM_CONTENTS(0x7),
  EV_S_CRTM_VERSION(0x8),
  EV_CPU_MICROCODE(0x9),
  EV_PLATFORM_CONFIG_FLAGS(0xa),
  EV_TABLE_OF_DEVICES(0xb),
  EV_COMPACT_HASH(0xc),
  EV_IPL(0xd),
  EV_IPL_PARTITION_DATA(0xe),
  EV_NONHOST_CODE(0xf),
  EV_NONHOST_CONFIG(0x10),
  EV_NONHOST_INFO(0x11),
  EV_OMIT_BOOT_DEVICE_EVENTS(0x12),
  EV_POST_CODE2(0x13),
  EV_EFI_VARIABLE_DRIVER_CONFIG(0x80000001L),
  EV_EFI_VARIABLE_BOOT(0x80000002L),
  EV_EFI_BOOT_SERVICES_APPLICATION(0x80000003L),
  EV_EFI_BOOT_SERVICES_DRIVER(0x80000004L),
  EV_EFI_RUNTIME_SERVICES_DRIVER(0x80000005L),
  EV_EFI_GPT_EVENT(0x80000006L),
  EV_EFI_ACTION(0x80000007L),
  EV_EFI_PLATFORM_FIRMWARE_BLOB(0x80000008L),
  EV_EFI_HANDOFF_TABLES(0x80000009L),
  EV_EFI_PLATFORM_FIRMWARE_BLOB2(0x8000000aL),
  EV_EFI_HANDOFF_TABLES2(0x8000000bL),
  EV_EFI_VARIABLE_BOOT2(0x8000000cL),
  EV_EFI_GPT_EVENT2(0x8000000dL),
  EV_EFI_HCRTM_EVENT(0x80000010L),
  EV_EFI_VARIABLE_AUTHORITY(0x800000e0L),
  EV_EFI_SPDM_FIRMWARE_BLOB(0x800000e1L),
  EV_EFI_SPDM_FIRMWARE_CONFIG(0x800000e2L),
  EV_EFI_SPDM_DEVICE_POLICY(0x800000e3L),
  EV_EFI_SPDM_DEVICE_AUTHORITY(0x800000e4L);

  private final long code;

  EventType(long code) {
    this.code = code;
  }

  /** Finds the type of this number. */
  public static Optional<EventType> find(long code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }

  /** Returns the number that stands in a log. */
  public long code() {
    return code;
  }
}
