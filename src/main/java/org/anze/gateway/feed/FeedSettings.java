package org.anze.gateway.feed;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How feeds work ({@code anze.feed.*}).
 *
 * @param gather after a parcel that was not full, records are gathered for so long before the next one is prepared, unless they
 *     fill one; the first after a quiet time goes at once
 */
@ConfigurationProperties("anze.feed")
record FeedSettings(@DefaultValue("250ms") Duration gather) {}
