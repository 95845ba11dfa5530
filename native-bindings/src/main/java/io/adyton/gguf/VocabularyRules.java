// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import io.adyton.gguf.GgufException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a vocabulary must hold so that libllama neither asserts while it loads it nor throws out of
 * a later call to tokenize ({@code llama_vocab::impl::load} and {@code byte_to_token}).
 */
final class VocabularyRules {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final String TOKENS_KEY = PREFIX + "tokens";
  private static final String SCORES_KEY = PREFIX + "scores";
  private static final String TYPES_KEY = PREFIX + "token_type";
  private static final String MERGES_KEY = PREFIX + "merges";
  private static final String BEGIN_KEY = PREFIX + "bos_token_id";
  private static final String END_KEY = PREFIX + "eos_token_id";
  private static final String SEPARATOR_KEY = PREFIX + "seperator_token_id";

  private static final List<String> TOKEN_ID_KEYS =
      List.of(
          BEGIN_KEY,
          END_KEY,
          SEPARATOR_KEY,
          PREFIX + "eot_token_id",
          PREFIX + "eom_token_id",
          PREFIX + "unknown_token_id",
          PREFIX + "padding_token_id",
          PREFIX + "cls_token_id",
          PREFIX + "mask_token_id",
          PREFIX + "fim_pre_token_id",
          PREFIX + "fim_suf_token_id",
          PREFIX + "fim_mid_token_id",
          PREFIX + "fim_pad_token_id",
          PREFIX + "fim_rep_token_id",
          PREFIX + "fim_sep_token_id",
          PREFIX + "prefix_token_id",
          PREFIX + "suffix_token_id",
          PREFIX + "middle_token_id");

  private static final List<String> FLAG_KEYS =
      List.of(
          PREFIX + "add_space_prefix",
          PREFIX + "remove_extra_whitespaces",
          PREFIX + "normalizer.lowercase",
          PREFIX + "normalizer.strip_accents");

  private static final int MAX_TOKEN_TYPE = 6;
  private static final int BYTE_TOKEN_TYPE = 6;

  private final MetadataRules keys;
  private final TokenizerKind tokenizer;
  private final String preTokenizer;
  private final TextArray tokens;

  private VocabularyRules(
      MetadataRules keys, TokenizerKind tokenizer, String preTokenizer, TextArray tokens) {
    this.keys = keys;
    this.tokenizer = tokenizer;
    this.preTokenizer = preTokenizer;
    this.tokens = tokens;
  }

  /** Checks everything under {@code tokenizer.} and returns the number of tokens. */
  static int check(MetadataRules keys) throws GgufException {
    TokenizerKind tokenizer = TokenizerKind.of(keys.requiredText(TokenizerKind.MODEL_KEY));
    String pre = keys.optionalText(TokenizerKind.PRE_KEY);
    String preTokenizer = pre == null ? "" : pre;
    if (tokenizer.isBytePair()) {
      TokenizerKind.checkPreTokenizer(preTokenizer);
    }
    TextArray tokens = keys.optionalTexts(TOKENS_KEY);
    if (tokens == null) {
      throw MetadataRules.missing(TOKENS_KEY);
    }
    if (tokens.size() == 0) {
      throw new GgufException(
          Reason.VOCABULARY, "Array '%s' must not be empty.".formatted(TOKENS_KEY));
    }
    new VocabularyRules(keys, tokenizer, preTokenizer, tokens).check();
    return tokens.size();
  }

  private void check() throws GgufException {
    for (String key : FLAG_KEYS) {
      keys.optionalFlag(key);
    }
    keys.optionalText("tokenizer.chat_template");
    NumberArray scores =
        keys.optionalNumbers(SCORES_KEY, Set.of(GgufValueType.FLOAT32, GgufValueType.INT32));
    checkLength(SCORES_KEY, scores);
    NumberArray types = keys.optionalNumbers(TYPES_KEY, Set.of(GgufValueType.INT32));
    checkLength(TYPES_KEY, types);
    keys.optionalNumbers(PREFIX + "suppress_tokens", Set.of(GgufValueType.INT32));
    checkUnique();
    if (types != null) {
      checkTypes(types);
    }
    if (tokenizer.needsByteTokens()) {
      checkByteTokens();
    }
    checkMerges();
    checkSpecialTokens();
  }

  private void checkLength(String key, @Nullable NumberArray array) throws GgufException {
    if (array != null && array.size() != tokens.size()) {
      throw new GgufException(
          Reason.VOCABULARY,
          "Array '%s' must have one element for each of the %d tokens, but has %d."
              .formatted(key, tokens.size(), array.size()));
    }
  }

  private void checkUnique() throws GgufException {
    TokenTexts.Repeated repeated = new TokenTexts(tokens).repeated();
    if (repeated != null) {
      throw new GgufException(
          Reason.DUPLICATE_TOKEN,
          "Tokens %d and %d of the vocabulary have the same text."
              .formatted(repeated.first(), repeated.second()));
    }
  }

  private void checkTypes(NumberArray types) throws GgufException {
    for (int i = 0; i < types.size(); i++) {
      long type = types.whole(i);
      if (type < 0 || type > MAX_TOKEN_TYPE) {
        throw new GgufException(
            Reason.VOCABULARY,
            "Element %d of array '%s' must be from 0 to %d, but is %d."
                .formatted(i, TYPES_KEY, MAX_TOKEN_TYPE, type));
      }
      if (type == BYTE_TOKEN_TYPE && TokenTexts.byteOf(tokens, i) < 0) {
        throw new GgufException(
            Reason.VOCABULARY,
            "Token %d is marked as a byte, but its text is not of the form <0xHH>.".formatted(i));
      }
    }
  }

  private void checkByteTokens() throws GgufException {
    boolean[] found = new boolean[256];
    for (int i = 0; i < tokens.size(); i++) {
      int value = TokenTexts.byteOf(tokens, i);
      if (value >= 0) {
        found[value] = true;
      } else if (tokenizer == TokenizerKind.SENTENCE_PIECE
          && tokens.end(i) - tokens.start(i) == 1) {
        found[Byte.toUnsignedInt(tokens.bytes()[tokens.start(i)])] = true;
      }
    }
    for (int value = 0; value < found.length; value++) {
      if (!found[value]) {
        throw new GgufException(
            Reason.VOCABULARY,
            "The vocabulary has no token <0x%02X>, so text with that byte could not be read."
                .formatted(value));
      }
    }
  }

  private void checkMerges() throws GgufException {
    TextArray merges = keys.optionalTexts(MERGES_KEY);
    if (merges == null) {
      if (tokenizer.isBytePair() && !preTokenizer.equals("kimi-k2")) {
        throw MetadataRules.missing(MERGES_KEY);
      }
      return;
    }
    for (int i = 0; i < merges.size(); i++) {
      if (!isPair(merges, i)) {
        throw new GgufException(
            Reason.MERGES,
            "Element %d of array '%s' must be two parts with a space between."
                .formatted(i, MERGES_KEY));
      }
    }
  }

  private static boolean isPair(TextArray merges, int index) {
    byte[] bytes = merges.bytes();
    for (int at = merges.start(index) + 1; at < merges.end(index) - 1; at++) {
      if (bytes[at] == ' ') {
        return true;
      }
    }
    return false;
  }

  private void checkSpecialTokens() throws GgufException {
    for (String key : TOKEN_ID_KEYS) {
      OptionalLong id = keys.optionalCount(key, 0, 0xFFFF_FFFFL);
      if (id.isPresent() && id.getAsLong() >= tokens.size()) {
        throw new GgufException(
            Reason.TOKEN_ID,
            "Key '%s' is %d, but the vocabulary has %d tokens."
                .formatted(key, id.getAsLong(), tokens.size()));
      }
    }
    boolean addsBegin =
        adds("add_bos_token", tokenizer.addsBeginByDefault(preTokenizer))
            || tokenizer == TokenizerKind.BYTE_PAIR_GEMMA4;
    checkPresent(addsBegin, BEGIN_KEY, tokenizer.defaultBegin(preTokenizer));
    checkPresent(adds("add_eos_token", false), END_KEY, tokenizer.defaultEnd());
    checkPresent(adds("add_sep_token", false), SEPARATOR_KEY, Optional.empty());
  }

  private boolean adds(String key, boolean byDefault) throws GgufException {
    Boolean flag = keys.optionalFlag(PREFIX + key);
    return flag == null ? byDefault : flag;
  }

  private void checkPresent(boolean needed, String key, Optional<Integer> byDefault)
      throws GgufException {
    boolean present = keys.has(key) || byDefault.filter(id -> id < tokens.size()).isPresent();
    if (needed && !present) {
      throw new GgufException(
          Reason.TOKEN_ID,
          "Key '%s' is absent, but the tokenizer adds that token to every text.".formatted(key));
    }
  }
}
