box-title = كيف حال هذا الصندوق؟
box-well = كل شيء بخير.
box-look = انظر إلى الأسطر المعلّمة.
box-board-title = اللوحة
box-board = الطراز
box-version = إصدار البرنامج
box-up = يعمل منذ
box-temperature = الحرارة
box-degrees = { $n }°
box-temperature-high = أبعده عن الشمس.
box-power = الكهرباء
box-power-good = الكهرباء جيدة.
box-power-weak = الكهرباء ضعيفة. استعمل شاحن 3 أمبير.
box-power-was-weak = كانت الكهرباء ضعيفة. استعمل شاحن 3 أمبير.
box-memory = الذاكرة الحرة
box-of = { $free } من { $all }
box-memory-low = أعد تشغيل الصندوق هذا المساء.
box-disk-title = البطاقة والأقراص
box-disk-low = احذف دروسًا لا يفتحها أحد.
box-clock-title = الساعة
box-clock-now = وقت الصندوق
box-clock-sure = الوقت مؤكّد.
box-clock-near = الوقت شبه مؤكّد.
box-clock-guess = الوقت تخمين. اضبطه.
box-loads-title = دروس في الطريق
box-loads-none = لا يجري تحميل أي درس.
box-load-progress = { $done } من { $all }
box-load-checking = قيد الفحص
box-load-indexing = يُجهَّز للبحث
box-load-waiting = في الانتظار
box-load-failed = لم يُحمّل
box-library-title = المكتبة
box-library-empty = حمّل دروسًا، ثم انظر هنا.
box-library-whole = كامل
box-library-checking = قيد الفحص
box-library-damaged = تالف. حمّله مرة أخرى.
box-library-away = غير موجود. صِل القرص.
box-moved-title = وُضع جانبًا
box-moved-do = احفظ هذه الملفات. اطلب مساعدة.
box-faults-title = انظر إلى هذه
box-unknown = هذا الحاسوب لا يخبرنا.
box-days = { $n ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}
box-hours = { $n ->
    [zero] أقل من ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $n } ساعات
    [many] { $n } ساعة
   *[other] { $n } ساعة
}
box-phones = الهواتف هنا الآن
