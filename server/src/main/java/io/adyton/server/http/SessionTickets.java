// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

/**
 * No TLS session is resumed: every connection sees the certificate and checks what stands behind it
 * anew (trust protocol: a ticket would outlive the evidence it was issued on).
 *
 * <p>The JDK issues tickets unless a system property says otherwise, and reads the property when it
 * first sets up TLS in either role. In a process that has done so before, it is too late.
 */
public final class SessionTickets {
  private static final String COUNT = "jdk.tls.server.newSessionTicketCount";

  private SessionTickets() {}

  /** Keeps this process from issuing tickets. To be called before its first use of TLS. */
  public static void turnOff() {
    System.setProperty(COUNT, "0");
  }
}
