#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that must be readable behind a text that is parsed where it lies.
enum { SJ_PADDING = 64 };

/// A simdjson parser with the memory that it fills.
typedef struct sj_parser sj_parser;

/// A parser of texts of at most so many bytes and levels; NULL without memory.
sj_parser *sj_parser_new(size_t max_bytes, size_t max_depth);
void sj_parser_free(sj_parser *parser);

/// Parses one text; 0 or an error's number. With `padded`, SJ_PADDING bytes behind it must be readable; else it is copied.
/// The tape and the strings belong to the parser and hold until its next call.
int sj_parse(
    sj_parser *parser, const uint8_t *bytes, size_t length, bool padded, const uint64_t **tape, const uint8_t **strings);

/// What an error's number means.
const char *sj_error_message(int error);

/// Levels whose kind (object or array) a scan remembers; deeper ones are only counted.
enum { SJ_SCAN_KINDS = 1024 };

/// Where a scan for the end of one object or array stands between two chunks; all zero at its start.
typedef struct sj_scan {
    uint64_t kinds[SJ_SCAN_KINDS / 64];
    uint64_t string;
    uint64_t escape;
    uint32_t depth;
} sj_scan;

/// How a scan ended.
typedef enum sj_scan_end {
    /// The bytes ended first.
    SJ_SCAN_MORE = 0,
    /// At its own closing bracket, which was consumed.
    SJ_SCAN_CLOSED = 1,
    /// At a bracket that closes something around it, which was not consumed: the value lacks its end.
    SJ_SCAN_UNCLOSED = 2,
} sj_scan_end;

/// Enters a level, as if its opening bracket had been read.
void sj_scan_open(sj_scan *scan, bool array);

/// Looks for the end of an object or array that starts with the first byte ever given; says how many bytes are its own.
size_t sj_scan_value(sj_scan *scan, const uint8_t *bytes, size_t length, sj_scan_end *end);

#ifdef __cplusplus
}
#endif
