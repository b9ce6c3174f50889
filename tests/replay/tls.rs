//! A helpdesk behind TLS, with a certificate that no system knows.

use crate::command::{stderr, stdout};
use crate::{folder, replay, server};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::fs;
use std::sync::Arc;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// An address that speaks TLS before `plain`, and who vouches for it, as PEM.
fn tls_before(plain: String) -> (String, String) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let leaf = leaf.signed_by(&key, &authority).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let (tell, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, plain) = (acceptor.clone(), plain.clone());
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut behind = TcpStream::connect(plain).await.unwrap();
                    let _ = copy_bidirectional(&mut stream, &mut behind).await;
                });
            }
        });
    });
    (format!("https://{}", address.recv().unwrap()), authority.pem())
}

/// Whom nobody vouches for is not spoken to; who is vouched for by `--ca-file` is, as if there were no TLS.
pub fn a_certificate_of_ones_own_is_trusted_if_it_is_named_and_only_then() {
    let (folder, server) = (folder("tls"), server(&[]));
    let (url, authority) = tls_before(server.url().strip_prefix("http://").unwrap().to_owned());
    fs::write(folder.path().join("ca.pem"), authority).unwrap();
    let output = folder.run(&["replay", "busy.toml", "--helpdesk", "demo", "--url", &url, "--nights", "1"]);
    let said = stderr(&output) + &stdout(&output);
    assert_eq!(output.get_output().status.code(), Some(3), "{said}");
    assert_eq!(server.conversations(), 0, "nothing was sent to whom nobody vouches for");
    let report = replay(&folder, &server, &["--url", &url, "--ca-file", "ca.pem"]);
    assert!(report["ledger"]["answered"].as_u64().unwrap() > 200, "{:#}", report["ledger"]);
    assert!(server.conversations() > 0);
}

pub fn a_file_without_certificates_is_said_to_be_none() {
    let folder = folder("tls-none");
    fs::write(folder.path().join("ca.pem"), "no certificate").unwrap();
    let url = "https://127.0.0.1:1";
    let arguments = ["replay", "busy.toml", "--helpdesk", "demo", "--url", url, "--ca-file", "ca.pem"];
    let said = stderr(&folder.run(&arguments).code(2));
    assert!(said.contains("ca.pem") && said.contains("certificate"), "{said}");
    let said = stderr(&folder.run(&["replay", "busy.toml", "--ca-file", "nowhere.pem"]).code(2));
    assert!(said.contains("nowhere.pem"), "{said}");
}
