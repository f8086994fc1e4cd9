#pragma once
#include <curl/curl.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, which Swift cannot call:
// one line for each kind of argument.

static inline CURLcode az_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode az_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode az_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode az_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode az_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*az_data_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode az_set_data_callback(CURL *handle, CURLoption option, az_data_callback callback) {
    return curl_easy_setopt(handle, option, callback);
}

static inline CURLcode az_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode az_get_socket(CURL *handle, CURLINFO info, curl_socket_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode az_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode az_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode az_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode az_multi_set_pointer(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode az_multi_set_socket_callback(CURLM *multi, curl_socket_callback callback) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, callback);
}

static inline CURLMcode az_multi_set_timer_callback(CURLM *multi, curl_multi_timer_callback callback) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, callback);
}

// epoll_event is packed and holds a union: one line each way. 0, or -1 as epoll_ctl.
static inline int az_epoll_set(int epoll, int operation, int socket, uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.fd = socket}};
    return epoll_ctl(epoll, operation, socket, &event);
}

enum { az_epoll_most = 64 };

struct az_ready {
    int socket;
    uint32_t events;
};

// How many are ready, at most az_epoll_most; 0 where the time is over or a signal came.
static inline int az_epoll_wait(int epoll, struct az_ready *ready, int milliseconds) {
    struct epoll_event events[az_epoll_most];
    int count = epoll_wait(epoll, events, az_epoll_most, milliseconds);
    for (int i = 0; i < count; i++) {
        ready[i].socket = events[i].data.fd;
        ready[i].events = events[i].events;
    }
    return count < 0 ? 0 : count;
}

static inline CURLcode az_message_result(const CURLMsg *message) {
    return message->data.result;
}

// Macros with casts are not imported.
static const long az_global_all = CURL_GLOBAL_ALL;
static const uint32_t az_epoll_in = EPOLLIN, az_epoll_out = EPOLLOUT, az_epoll_once = EPOLLONESHOT;
static const uint32_t az_epoll_broken = EPOLLERR | EPOLLHUP;
static const size_t az_write_pause = CURL_WRITEFUNC_PAUSE;
static const long az_auth_basic = (long)CURLAUTH_BASIC;
