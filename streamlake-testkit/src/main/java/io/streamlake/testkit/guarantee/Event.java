package io.streamlake.testkit.guarantee;

/** Something that happened: to a record, to the log and the group, or to a member. */
public sealed interface Event permits Handling, Letter, BrokerChange, MemberReport {}
