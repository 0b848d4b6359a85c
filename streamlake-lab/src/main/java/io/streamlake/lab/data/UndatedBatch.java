package io.streamlake.lab.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;

/**
 * Records with the timestamp -1. Kafka's producer refuses them, but topics from other clients and
 * older times hold them; so this speaks the produce request by itself. It needs a broker that leads
 * every partition, without encryption.
 */
final class UndatedBatch {

  /** The last version that names the topic instead of its id. */
  private static final short VERSION = 12;

  private static final int TIMEOUT_MS = 30_000;

  private UndatedBatch() {}

  /** Which partition of which topic. */
  record Target(String topic, int partition) {}

  /** Appends the contents as one batch and waits for the acknowledgement. */
  static void send(Map<String, Object> clientConfig, Target target, List<RawContent> contents) {
    String servers = String.valueOf(clientConfig.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    InetSocketAddress broker =
        ClientUtils.parseAndValidateAddresses(List.of(servers.split(",")), "use_all_dns_ips")
            .get(0);
    RequestHeader header = new RequestHeader(ApiKeys.PRODUCE, VERSION, "undated", 1);
    try (Socket socket = new Socket(broker.getAddress(), broker.getPort())) {
      socket.setSoTimeout(TIMEOUT_MS);
      write(socket, header, request(target, contents));
      check(read(socket, header), target);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "No records without a timestamp could be sent to " + broker, e);
    }
  }

  private static ProduceRequestData request(Target target, List<RawContent> contents) {
    SimpleRecord[] records =
        contents.stream().map(UndatedBatch::toRecord).toArray(SimpleRecord[]::new);
    ProduceRequestData.PartitionProduceData partition =
        new ProduceRequestData.PartitionProduceData()
            .setIndex(target.partition())
            .setRecords(MemoryRecords.withRecords(Compression.NONE, records));
    ProduceRequestData.TopicProduceData topic =
        new ProduceRequestData.TopicProduceData()
            .setName(target.topic())
            .setPartitionData(List.of(partition));
    ProduceRequestData.TopicProduceDataCollection topics =
        new ProduceRequestData.TopicProduceDataCollection();
    topics.add(topic);
    return new ProduceRequestData()
        .setAcks((short) -1)
        .setTimeoutMs(TIMEOUT_MS)
        .setTopicData(topics);
  }

  private static SimpleRecord toRecord(RawContent content) {
    Header[] headers =
        content.headers().stream()
            .map(header -> new RecordHeader(header.key(), header.value()))
            .toArray(Header[]::new);
    return new SimpleRecord(
        content.stamp().milliseconds(), content.key(), content.value(), headers);
  }

  private static void write(Socket socket, RequestHeader header, ProduceRequestData request)
      throws IOException {
    ByteBuffer body =
        RequestUtils.serialize(header.data(), header.headerVersion(), request, VERSION);
    ByteBuffer size = ByteBuffer.allocate(4).putInt(body.remaining()).flip();
    WritableByteChannel channel = Channels.newChannel(socket.getOutputStream());
    channel.write(size);
    channel.write(body);
  }

  private static AbstractResponse read(Socket socket, RequestHeader header) throws IOException {
    DataInputStream input = new DataInputStream(socket.getInputStream());
    byte[] answer = new byte[input.readInt()];
    input.readFully(answer);
    return AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
  }

  private static void check(AbstractResponse response, Target target) {
    for (Errors error : response.errorCounts().keySet()) {
      if (error != Errors.NONE) {
        throw new IllegalStateException(
            target.topic() + "-" + target.partition() + " took no records without a timestamp",
            error.exception());
      }
    }
  }
}
