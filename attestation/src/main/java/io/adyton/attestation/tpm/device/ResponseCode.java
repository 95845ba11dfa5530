// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

/** TPM_RC in words (TPM 2.0 Library Specification, part 2, section 6.6). */
final class ResponseCode {
  static final int SUCCESS = 0;
  static final int YIELDED = 0x908;
  static final int TESTING = 0x90a;
  static final int RETRY = 0x922;

  /** Codes of this form name the handle, parameter or session that is at fault. */
  private static final int HAS_POSITION = 0x080;

  private static final int IS_PARAMETER = 0x040;
  private static final int IS_SESSION = 0x800;

  private ResponseCode() {}

  /** Returns whether the same command may succeed when it is sent again. */
  static boolean asksToRepeat(int code) {
    return code == YIELDED || code == TESTING || code == RETRY;
  }

  static String describe(int code) {
    if ((code & HAS_POSITION) == 0) {
      return cause(code);
    }
    int number = code >> 8 & 0xf;
    String position;
    if ((code & IS_PARAMETER) != 0) {
      position = "parameter " + number;
    } else if ((code & IS_SESSION) != 0) {
      position = "session " + (number & 0x7);
    } else {
      position = "handle " + number;
    }
    return position + ", " + fault(code & 0x3f);
  }

  private static String fault(int error) {
    return switch (error) {
      case 0x02 -> "inconsistent attributes";
      case 0x03 -> "a hash algorithm the TPM does not have or allow here";
      case 0x04 -> "a value that is out of range or not right here";
      case 0x05 -> "a hierarchy that is disabled or not right here";
      case 0x0a -> "a type that is not right here";
      case 0x0b -> "a handle that is not right here";
      case 0x0e, 0x22 -> "wrong authorization";
      case 0x12 -> "a scheme the TPM does not have or allow here";
      case 0x15 -> "a size that is not right here";
      case 0x16 -> "a symmetric algorithm the TPM does not have or allow here";
      case 0x1a -> "too few bytes";
      case 0x1c -> "a key that is not right here";
      case 0x1d -> "a policy that is not satisfied";
      case 0x1f -> "an integrity value that does not verify";
      case 0x23 -> "an authorization that expired";
      case 0x25 -> "a part that belongs to another object";
      case 0x26 -> "a curve the TPM does not have";
      default -> "error 0x%02x of TPM 2.0 part 2, table TPM_RC".formatted(error);
    };
  }

  private static String cause(int code) {
    return switch (code) {
      case 0x100 -> "it has not been started (TPM2_Startup)";
      case 0x101 -> "it has failed and must be reset";
      case 0x120 -> "the command is disabled";
      case 0x124 -> "this kind of authorization is not allowed here";
      case 0x125 -> "an authorization is missing";
      case 0x12f -> "the authorization is not available here";
      case 0x142 -> "the command has a wrong size";
      case 0x143 -> "it does not have this command";
      case 0x146 -> "beyond the end of the NV index";
      case 0x148 -> "the NV index is locked";
      case 0x149 -> "the NV index does not allow this authorization";
      case 0x14a -> "the NV index has not been written";
      case 0x14b -> "no room for the NV index";
      case 0x14c -> "the NV index exists already";
      case 0x902 -> "no slot for a further object; flush one (tpm2_flushcontext -t)";
      case 0x903 -> "no slot for a further session; flush one (tpm2_flushcontext -s)";
      case 0x905 -> "no handle for a further session; flush one (tpm2_flushcontext -l)";
      case 0x907 -> "the locality is not right here";
      case YIELDED, RETRY -> "it is busy; try again";
      case TESTING -> "it tests itself; try again";
      case 0x921 -> "it is locked after too many wrong authorizations";
      case 0x923 -> "its NV memory is not available now";
      default -> "see TPM 2.0 part 2, table TPM_RC";
    };
  }
}
