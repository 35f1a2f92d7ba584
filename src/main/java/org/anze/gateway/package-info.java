/** The Anze gateway (安责数据交换网关): the entry point; docs/architecture.md shows the packages below and their arrows. */
@NullMarked
package org.anze.gateway;

import org.jspecify.annotations.NullMarked;
