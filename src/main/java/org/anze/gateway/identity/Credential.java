package org.anze.gateway.identity;

/** By what somebody proves to be a party. The names are stored in the audit log and stand in meters. */
public enum Credential {
    TLS_CERTIFICATE("TLS 客户端证书", "TLS client certificate"),
    TOKEN("OAuth 2 令牌", "OAuth 2 token"),
    BASIC("用户名口令（Basic）", "Basic"),
    WS_SECURITY("WS-Security 签名", "WS-Security signature"),
    CMS_SIGNATURE("CMS 签名", "CMS signature"),
    JWS_SIGNATURE("JWS 签名", "JWS signature"),
    SSH_KEY("SSH 公钥", "SSH key"),
    BROKER_USER("消息队列用户", "broker user"),
    TOKEN_REQUEST("令牌申请", "token request");

    private final String zh;
    private final String en;

    Credential(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /** Chinese name for screens. */
    public String zh() {
        return zh;
    }

    /** English name for screens. */
    public String en() {
        return en;
    }
}
