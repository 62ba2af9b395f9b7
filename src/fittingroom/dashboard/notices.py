"""What a page says was done, by the word in its address: never text from the address itself."""

NOTICES = {
    "revoked": "The key is revoked. Requests with it are refused from now on.",
    "key": "The key is changed. It holds for every request from now on.",
    "cancelled": "The job is cancelled; its credits are given back.",
    "ended": "The job had ended already.",
    "granted": "The credits are granted.",
    "adjusted": "The limits are changed.",
    "removed": "They are removed and signed out everywhere.",
    "password": "The password is changed. Other browsers are signed out.",
    "signed-out": "You are signed out.",
    "closed": "That browser is signed out.",
    "again": "The job runs again as a new one.",
    "endpoint": "The endpoint is removed.",
    "redelivered": "The message is sent again.",
}
