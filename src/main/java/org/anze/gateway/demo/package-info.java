/**
 * The parties of the demo: software of senders and recipients as far as it takes to show the gateway at work and to test it
 * against real endpoints.
 *
 * <p>Not here: anything the gateway itself needs. Nothing outside this package refers to it but the start of the demo.
 *
 * <p>Promises: recipients check proof and number of every parcel and keep it durably before they answer; everything listens
 * on loopback only; people in samples are invented.
 */
@NullMarked
package org.anze.gateway.demo;

import org.jspecify.annotations.NullMarked;
