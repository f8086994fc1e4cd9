import Digest
import Testing

@Suite struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the vectors of FIPS 180-4`(message: String, hex: String) {
        #expect(SHA256(of: message).hex == hex)
        #expect(SHA256(of: Array(message.utf8)).hex == hex)
        #expect(SHA256(of: message).bytes.count == SHA256.byteCount)
    }

    @Test func `a million letters`() {
        let message = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(SHA256(of: message).hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `hexadecimal goes there and back, and nothing else does`() {
        let digest = SHA256(of: "azimuth")
        #expect(SHA256(hex: digest.hex) == digest)
        #expect(SHA256(hex: digest.hex.uppercased()) == digest)
        #expect(SHA256(hex: String(digest.hex.dropLast())) == nil)
        #expect(SHA256(hex: digest.hex + "0") == nil)
        #expect(SHA256(hex: "g" + digest.hex.dropFirst()) == nil)
    }
}
