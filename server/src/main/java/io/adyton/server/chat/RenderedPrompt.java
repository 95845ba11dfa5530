// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat;

import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.ContentSpans;
import io.adyton.server.chat.jinja.TemplateValue.Content;
import java.nio.ByteBuffer;

/**
 * A prompt, and where in it the request's own words stand. Closing it closes the text.
 *
 * @param text the prompt as UTF-8
 * @param content the bytes that came from the request; everything else came from the template
 */
public record RenderedPrompt(Text text, ContentSpans content) implements AutoCloseable {
  /**
   * Drops whatever the template put behind {@code words}, so that an answer goes on from them.
   * White space around them may have been dropped by the template, and parts before their end.
   *
   * @return whether the request's last words in this prompt are those; if not, nothing is changed
   */
  public boolean endAfter(Content words) {
    if (content.count() == 0) {
      return false;
    }
    int last = content.count() - 1;
    int end = content.offset(last) + content.length(last);
    ByteBuffer rendered = stripped(text.view().slice(content.offset(last), content.length(last)));
    ByteBuffer given = stripped(words.text().view().slice(words.offset(), words.length()));
    int common = Math.min(rendered.remaining(), given.remaining());
    if (common == 0 || !lastOf(rendered, common).equals(lastOf(given, common))) {
      return false;
    }
    text.truncate(end);
    return true;
  }

  private static ByteBuffer stripped(ByteBuffer bytes) {
    int start = 0;
    int end = bytes.limit();
    while (start < end && isSpace(bytes.get(start))) {
      start++;
    }
    while (start < end && isSpace(bytes.get(end - 1))) {
      end--;
    }
    return bytes.slice(start, end - start);
  }

  private static boolean isSpace(byte character) {
    return character == ' ' || character >= '\t' && character <= '\r';
  }

  private static ByteBuffer lastOf(ByteBuffer bytes, int count) {
    return bytes.slice(bytes.limit() - count, count);
  }

  @Override
  public void close() {
    text.close();
  }
}
