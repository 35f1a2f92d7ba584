/**
 * The people who may use the console: their one role, their password, their second factor, their session.
 *
 * <p>Not here: how they prove themselves over HTTP ({@code console.login}) and what a role may do ({@code
 * console.login.RouteRights}).
 *
 * <p>Promises (GB/T 22239-2019, 8.1.4.1 身份鉴别, 8.1.4.2 访问控制, 8.1.5 安全管理中心): an account has one role and a human being
 * one account, so that nobody holds two of the three administrators' roles; a password is never stored, a second factor
 * only closed; a one-time code is good once, on whatever node it is tried.
 */
@NullMarked
package org.anze.gateway.console.people;

import org.jspecify.annotations.NullMarked;
