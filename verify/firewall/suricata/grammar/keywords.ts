/** Keywords that describe a rule or its log entry. They restrict nothing and do nothing to a packet or flow. */
export const descriptiveKeywords: ReadonlySet<string> = new Set([
  "msg",
  "sid",
  "rev",
  "gid",
  "metadata",
  "reference",
  "classtype",
  "target",
  "alert",
  "noalert",
]);

/** Modifiers of a content, which are read together with it. */
export const contentModifiers: ReadonlySet<string> = new Set([
  "nocase",
  "startswith",
  "endswith",
  "offset",
  "depth",
  "fast_pattern",
]);

/** Keywords that the model evaluates. */
export const modeledKeywords: ReadonlySet<string> = new Set([
  "flow",
  "ssl_state",
  "app-layer-protocol",
  "ip_proto",
  "stream_size",
  "content",
  "pcre",
  "bsize",
]);

/**
 * Keywords of Suricata 7.0 that only compare packets, flows and transactions, or set state that only such keywords read. The
 * model does not evaluate them: a rule with one may match or not. A keyword outside this list may do anything: `bypass` ends
 * the inspection of a flow, `replace` changes its bytes.
 *
 * @see https://docs.suricata.io/en/suricata-7.0.10/rules/index.html
 */
export const comparingKeywords: ReadonlySet<string> = new Set(
  [
    // Headers.
    "ttl ipopts sameip id geoip fragbits fragoffset tos ipv4.hdr ipv6.hdr",
    "flags tcp.flags seq ack window tcp.mss tcp.hdr udp.hdr itype icode icmp_id icmp_seq icmpv4.hdr icmpv6.hdr icmpv6.mtu",
    // Payload and transforms.
    "within distance rawbytes isdataat dsize byte_test byte_math byte_jump byte_extract rpc",
    "dotprefix strip_whitespace compress_whitespace to_lowercase to_uppercase to_md5 to_sha1 to_sha256 url_decode xor pcrexform",
    "base64_decode base64_data pkt_data file_data file.data",
    // Counts and state.
    "threshold detection_filter flowbits flowint xbits hostbits isnotset",
    "flow.age flow.pkts_toclient flow.pkts_toserver flow.bytes_toclient flow.bytes_toserver",
    "app-layer-event decode-event engine-event stream-event",
    // HTTP.
    "http.uri http.uri.raw http.method http.request_line http.request_body http.header http.header.raw http.cookie",
    "http.user_agent http.host.raw http.accept http.accept_lang http.accept_enc http.referer http.connection http.content_type",
    "http.content_len http.start http.protocol http.stat_msg http.stat_code http.response_line http.response_body",
    "http_uri http_raw_uri http_method http_header http_raw_header http_cookie http_user_agent http_host http_raw_host",
    "http_stat_code http_stat_msg http_client_body http_server_body",
    "http.server http.location http.request_header http.response_header http2.frametype http2.errorcode http2.priority",
    "http2.window http2.size_update http2.settings http2.header_name urilen",
    // TLS.
    "tls.cert_subject tls.cert_issuer tls.cert_serial tls.cert_fingerprint tls.certs tls.version tls.subject tls.issuerdn",
    "tls.cert_chain_len tls.random tls.random_time tls.random_bytes tls_cert_notbefore tls_cert_notafter tls_cert_expired",
    "tls_cert_valid ssl_version ja3.hash ja3.string ja3s.hash ja3s.string ja4.hash",
    // Other protocols.
    "dns.query dns.opcode dns.query.name dns.answer.name dns.rcode dns.rrtype",
    "ssh.proto ssh.software ssh.protoversion ssh.softwareversion ssh.hassh ssh.hassh.string ssh.hassh.server ssh.hassh.server.string",
    "smb.named_pipe smb.share smb.ntlmssp_user smb.ntlmssp_domain krb5_msg_type krb5_cname krb5_sname krb5_err_code",
    "krb5.weak_encryption krb5.ticket_encryption snmp.version snmp.community snmp.usm snmp.pdu_type ftpbounce ftpdata_command",
    "rfb.name rfb.secresult rfb.sectype sip.method sip.uri sip.request_line sip.stat_code sip.stat_msg sip.response_line",
    "sip.protocol dce_iface dce_opnum dce_stub_data dcerpc.iface dcerpc.opnum dcerpc.stub_data quic.version quic.sni quic.ua",
    "quic.cyu.hash quic.cyu.string mqtt.type mqtt.connect.clientid mqtt.publish.topic modbus dnp3_func dnp3_ind dnp3_obj dnp3.data",
    "nfs_procedure nfs_version ike.init_spi ike.resp_spi ike.chosen_sa_attribute ike.exchtype ike.vendor",
  ].flatMap((line) => line.split(" ")),
);

/** Protocol keywords of a header that are no application protocol. */
export const networkProtocols: ReadonlySet<string> = new Set([
  "ip",
  "tcp",
  "tcp-pkt",
  "tcp-stream",
  "udp",
  "icmp",
  "icmpv4",
  "icmpv6",
  "sctp",
]);

/** Application protocols of Suricata 7.0, as headers and `app-layer-protocol` name them. */
export const applicationProtocols: ReadonlySet<string> = new Set(
  [
    "http http1 http2 tls ssl smtp ftp ftp-data ssh imap pop3 smb dcerpc dns dhcp nfs ntp tftp ike ikev2 krb5 quic rdp rfb",
    "snmp sip mqtt telnet pgsql modbus dnp3 enip msn irc jabber bittorrent-dht websocket ldap doh2",
  ].flatMap((line) => line.split(" ")),
);
