// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat;

import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.ContentSpans;

/**
 * A prompt, and where in it the request's own words stand. Closing it closes the text.
 *
 * @param text the prompt as UTF-8
 * @param content the bytes that came from the request; everything else came from the template
 */
public record RenderedPrompt(Text text, ContentSpans content) implements AutoCloseable {
  @Override
  public void close() {
    text.close();
  }
}
