// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.TemplateValue;
import io.adyton.server.chat.jinja.TemplateValue.Content;
import io.adyton.server.chat.jinja.TemplateValue.Field;
import io.adyton.server.chat.jinja.TemplateValue.Fields;
import io.adyton.server.json.JsonValue;
import io.adyton.server.json.JsonValue.Member;
import io.adyton.server.json.JsonValue.Type;
import io.adyton.server.openai.FieldRule.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a chat request; their contents go into one text, end to end. */
final class MessageParser {
  private static final String MESSAGES = ChatField.MESSAGES.wireName();
  private static final Word ROLES =
      Word.of("developer", "system", "user", "assistant", "tool", "function");

  private final Text words;
  private final boolean knowsDeveloper;
  private final Consumer<String> ignored;

  MessageParser(Text words, boolean knowsDeveloper, Consumer<String> ignored) {
    this.words = words;
    this.knowsDeveloper = knowsDeveloper;
    this.ignored = ignored;
  }

  List<Fields> read(JsonValue value) throws ApiException {
    FieldReader.requireArray(MESSAGES, value);
    if (value.size() == 0) {
      throw new ApiException(ApiError.invalidValue(MESSAGES, "at least one message"));
    }
    FieldReader.requireAtMost(MESSAGES, value, ChatLimits.MESSAGES, "messages");
    List<Fields> messages = new ArrayList<>();
    for (JsonValue message : value.elements()) {
      messages.add(message(MESSAGES + "[" + messages.size() + "]", message));
    }
    return messages;
  }

  private Fields message(String path, JsonValue message) throws ApiException {
    FieldReader.requireObject(path, message);
    String role = null;
    TemplateValue content = null;
    List<Field> fields = new ArrayList<>();
    for (Member member : message.members()) {
      String name = member.name().publicString(ChatLimits.NAME_BYTES).orElse("(long name)");
      JsonValue value = member.value();
      if (value.is(Type.NULL)) {
        continue;
      }
      switch (name) {
        case "role" -> role = role(path + ".role", value);
        case "content" -> content = content(path + ".content", value);
        case "name" -> fields.add(Field.named("name", name(path + ".name", value)));
        case "tool_calls", "function_call" -> requireEmpty(path + "." + name, value);
        default -> ignored.accept(MESSAGES + "." + name);
      }
    }
    if (role == null) {
      throw new ApiException(ApiError.missing(path + ".role"));
    }
    if (content == null) {
      throw new ApiException(ApiError.missing(path + ".content"));
    }
    fields.addFirst(Field.named("content", content));
    fields.addFirst(Field.named("role", TemplateValue.known(role)));
    return new Fields(fields);
  }

  private String role(String path, JsonValue value) throws ApiException {
    String role = FieldReader.word(path, ROLES, value);
    return switch (role) {
      case "tool", "function" -> throw new ApiException(ApiError.unsupported(path));
      case "developer" -> knowsDeveloper ? role : "system";
      default -> role;
    };
  }

  private static void requireEmpty(String path, JsonValue value) throws ApiException {
    if (!value.is(Type.ARRAY) || value.size() > 0) {
      throw new ApiException(ApiError.unsupported(path));
    }
  }

  private TemplateValue name(String path, JsonValue value) throws ApiException {
    FieldReader.requireString(path, value);
    if (value.stringBytes() > ChatLimits.NAME_BYTES) {
      throw new ApiException(ApiError.tooLong(path, ChatLimits.NAME_BYTES, "bytes"));
    }
    return append(value);
  }

  private TemplateValue content(String path, JsonValue value) throws ApiException {
    return switch (value.type()) {
      case STRING -> append(value);
      case ARRAY -> parts(path, value);
      case OBJECT, NUMBER, BOOLEAN, NULL ->
          throw new ApiException(ApiError.invalidType(path, "a string or a list of parts"));
    };
  }

  /** Joins text parts by line feeds: templates of text models expect one string. */
  private TemplateValue parts(String path, JsonValue value) throws ApiException {
    FieldReader.requireAtMost(path, value, ChatLimits.PARTS, "parts");
    if (value.size() == 0) {
      throw new ApiException(ApiError.invalidValue(path, "at least one part"));
    }
    int start = words.length();
    int index = 0;
    for (JsonValue part : value.elements()) {
      if (index > 0) {
        words.append((byte) '\n');
      }
      textOf(path + "[" + index++ + "]", part).appendTo(words);
    }
    return new Content(words, start, words.length() - start);
  }

  private static JsonValue textOf(String path, JsonValue part) throws ApiException {
    FieldReader.requireObject(path, part);
    Map<String, JsonValue> members = new HashMap<>();
    for (Member member : part.members()) {
      member
          .name()
          .publicString(ChatLimits.NAME_BYTES)
          .ifPresent(name -> members.put(name, member.value()));
    }
    JsonValue type = require(path + ".type", members.get("type"));
    if (type.publicString(4).filter("text"::equals).isEmpty()) {
      throw new ApiException(ApiError.unsupported(path + ".type"));
    }
    return require(path + ".text", members.get("text"));
  }

  private static JsonValue require(String path, @Nullable JsonValue value) throws ApiException {
    if (value == null || value.is(Type.NULL)) {
      throw new ApiException(ApiError.missing(path));
    }
    FieldReader.requireString(path, value);
    return value;
  }

  private Content append(JsonValue string) {
    int start = words.length();
    string.appendTo(words);
    return new Content(words, start, words.length() - start);
  }
}
