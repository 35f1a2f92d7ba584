/**
 * What people type: commands of the program that work without a running gateway.
 *
 * <p>Not here: the gateway's own start, and anything a command decides — commands read arguments, call the parts below and
 * print.
 *
 * <p>Promise: exit code 0 only when what was asked for is wholly true or done, 1 when it is not, 2 when the arguments make
 * no sense.
 */
@NullMarked
package org.anze.gateway.cli;

import org.jspecify.annotations.NullMarked;
