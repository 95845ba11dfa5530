// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's sockets, with {@link ZeroingAllocator} as the memory of every accepted connection and
 * little of it queued for a reader that does not read.
 *
 * <p>A transport is the one place where Vert.x lets the options of accepted channels be set before
 * their first byte is read.
 */
@SuppressWarnings("deprecation") // Datagram channels are asked for by the type Vert.x still uses.
public final class ZeroingTransport implements Transport, io.vertx.core.transport.Transport {
  private static final int QUEUE_LOW_BYTES = 16 << 10;
  private static final int QUEUE_HIGH_BYTES = 64 << 10;

  private final Transport sockets = NioTransport.INSTANCE;

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public boolean available() {
    return sockets.isAvailable();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return sockets.unavailabilityCause();
  }

  @Override
  public Transport implementation() {
    return this;
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    sockets.configure(config, domainSocket, bootstrap);
    bootstrap.childOption(ChannelOption.ALLOCATOR, ZeroingAllocator.INSTANCE);
    bootstrap.childOption(
        ChannelOption.WRITE_BUFFER_WATER_MARK,
        new WriteBufferWaterMark(QUEUE_LOW_BYTES, QUEUE_HIGH_BYTES));
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return sockets.ioHandlerFactory();
  }

  @Override
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return sockets.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return sockets.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return sockets.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return sockets.serverChannelFactory(domainSocket);
  }
}
