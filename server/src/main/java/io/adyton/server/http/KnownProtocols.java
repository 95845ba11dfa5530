// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import static io.netty.handler.codec.http.HttpVersion.HTTP_1_0;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Lets a request of a protocol that nobody here speaks be refused like one of HTTP/1.0.
 *
 * <p>Left alone, Vert.x answers such a request itself: without a word, and with a first line that
 * repeats whatever the client called its protocol. Stateless.
 */
@Sharable
final class KnownProtocols extends ChannelInboundHandlerAdapter {
  static final KnownProtocols INSTANCE = new KnownProtocols();

  private KnownProtocols() {}

  // The decoder yields the constant for its exact spelling alone.
  @Override
  @SuppressWarnings("ReferenceEquality")
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && request.protocolVersion() != HTTP_1_1) {
      request.setProtocolVersion(HTTP_1_0);
    }
    context.fireChannelRead(message);
  }
}
