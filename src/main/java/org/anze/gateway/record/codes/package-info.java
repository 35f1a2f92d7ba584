/**
 * Code tables as data: the files of the top-level folder {@code codes/}, checked when they are loaded.
 *
 * <p>Every table names its source and the day it was taken; the loader refuses one that does not. Tables that change with
 * time say from when to when a row is valid, and answer for the day of the event, not for today.
 *
 * <p>Not here: what a missing or outdated code means for a record; {@code mapping} and {@code validation} decide that.
 *
 * <p>Promise: immutable after loading and safe for many threads; every answer costs a few hash look-ups. A broken table
 * stops the load with file and line, because a half-read table would let wrong codes pass.
 */
@NullMarked
package org.anze.gateway.record.codes;

import org.jspecify.annotations.NullMarked;
