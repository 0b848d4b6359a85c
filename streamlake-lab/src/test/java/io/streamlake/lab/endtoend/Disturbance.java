package io.streamlake.lab.endtoend;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One strike against a group of runners.
 *
 * @param pauseMillis how long nobody is disturbed before it
 * @param isStall whether a member is put to sleep, instead of being killed
 * @param isAtWork whether to wait for a member that creates what it has claimed
 * @param member who is struck where none is to be at work
 */
record Disturbance(int pauseMillis, boolean isStall, boolean isAtWork, int member) {

  /**
   * Draws a schedule; equal arguments make equal schedules.
   *
   * @param random the source of all draws
   * @param times how many disturbances
   * @param stalls how many of them put a member to sleep, at equal distances
   * @param pauseMillis how long the pauses are on average
   * @param members how many there are to choose from
   */
  static List<Disturbance> schedule(
      Random random, int times, int stalls, int pauseMillis, int members) {
    return IntStream.range(0, times)
        .mapToObj(
            turn -> {
              boolean isStall = stallsBy(turn + 1, times, stalls) > stallsBy(turn, times, stalls);
              return new Disturbance(
                  random.nextInt(2 * pauseMillis),
                  isStall,
                  random.nextBoolean() || isStall,
                  random.nextInt(members));
            })
        .toList();
  }

  private static long stallsBy(int turn, int times, int stalls) {
    return ((long) turn * stalls + times / 2) / times;
  }
}
