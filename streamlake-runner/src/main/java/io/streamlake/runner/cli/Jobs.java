package io.streamlake.runner.cli;

/**
 * What the commands do.
 *
 * @param run lands topics
 * @param verify checks the raw zone
 * @param where finds a record in the raw zone
 */
public record Jobs(RunJob run, VerifyJob verify, WhereJob where) {}
